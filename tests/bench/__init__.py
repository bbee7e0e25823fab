"""Benchmarks: figures beside their floors, measured in one run. They report and never fail on time."""
