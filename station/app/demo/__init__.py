"""The demo: a sample site on simulated hardware, driven by a person or by itself."""
