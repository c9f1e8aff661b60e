"""The resources of the project's own provider, as plain Pulumi classes."""
