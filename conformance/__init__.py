"""A suite for validators of Data Packages: cases, what is right, a runner for any of them, and who agrees with what."""
