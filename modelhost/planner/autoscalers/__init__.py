"""What moves the number of replicas, one policy per file, with the timing that its service documents."""
