"""What an endpoint is asked to bear: traces read, made up, cut, and turned into arrivals."""
