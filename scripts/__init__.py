"""Tools for development: generators of data and pages, and the checks of the wheel and the container."""
