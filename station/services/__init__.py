"""What people do here. One use case is one function, one transaction, one aggregate."""
