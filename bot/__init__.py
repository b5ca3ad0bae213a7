"""The process: settings, wiring, the engine between inbox and outbox, and the edges that are slow."""
