//! Makes certificates for test servers.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

/// A certificate authority for one test.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// Returns the authority's certificate. Whoever trusts it trusts all its servers.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// Returns the TLS configuration of a server with this name.
    pub(crate) fn server(&self, name: &str) -> Arc<ServerConfig> {
        self.certify(&CertificateParams::new(vec![name.to_owned()]).expect("parameters"))
    }

    /// Returns the certificate and the key of a server with this name, in PEM.
    pub(crate) fn files(&self, name: &str) -> [String; 2] {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        [params.signed_by(&key, &self.issuer).expect("a certificate").pem(), key.serialize_pem()]
    }

    /// Returns a certificate that signed itself and may issue others, as `openssl req -x509` makes it, and its key.
    pub(crate) fn itself(name: &str) -> [String; 2] {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        [params.self_signed(&key).expect("a certificate").pem(), key.serialize_pem()]
    }

    /// Like [`Self::server`], with a certificate that expired long ago.
    pub(crate) fn expired_server(&self, name: &str) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
        self.certify(&params)
    }

    fn certify(&self, params: &CertificateParams) -> Arc<ServerConfig> {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("a server");
        Arc::new(config)
    }
}
