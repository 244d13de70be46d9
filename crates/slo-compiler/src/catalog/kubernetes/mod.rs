//! Parts of a Kubernetes cluster.

pub(super) mod apiserver;
pub(super) mod kooper;
pub(super) mod nginx_ingress;
