"""Keys, parameters, subscriptions and bucket policies where AWS is stricter or fuller than moto."""
