"""SageMaker hosting: models, endpoint configurations, and endpoints with their states and refusals."""
