"""The coach in messaging apps: what they share, and one module for each app."""
