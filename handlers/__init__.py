"""What people say and what happens then: plain functions from an event and a context to rows."""
