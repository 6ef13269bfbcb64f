"""coverage_lib: how far each administrative unit is from its social-insurance coverage targets, and why."""

__version__ = "0.1.0"
