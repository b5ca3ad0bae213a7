"""Pictures, drawn from plain values: no input but those and the font, no clock, no database."""
