"""Poll sources when they are due, and watch their health."""
