"""The way out: one guarded POST, and the thread that works what waits."""
