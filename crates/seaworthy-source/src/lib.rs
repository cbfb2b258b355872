//! Inventory of an application: walking, archives, git, roles.
