"""Cost Explorer: anomaly monitors and subscriptions, and the activation of cost allocation tags."""
