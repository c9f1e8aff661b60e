"""EC2 networks: the dependencies that AWS insists on and moto does not."""
