"""Local inference: the models of scikit-learn endpoints answer for real, each in a child process."""
