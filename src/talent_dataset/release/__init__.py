"""From a package on the disk to files for others: canonical form, build, documentation, citation."""
