"""The page: its files, who may come in, and the live connection. Its sources are in web/, its build in page/."""
