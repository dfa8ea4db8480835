//! Sets up TLS to a server, and says what is wrong with its certificate.

use std::error::Error as _;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::server::TlsMode;
use crate::domain::Timestamp;
use crate::error::{Error, Result};

/// Returns the connector for this mode. `roots` is a file of trusted certificates; without it, the system's own are trusted.
pub(super) fn connector(mode: TlsMode, roots: Option<&Path>) -> Result<MakeRustlsConnect> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| Error::failed("TLS cannot be set up", error))?;
    let trust = match mode {
        TlsMode::VerifyCa | TlsMode::VerifyFull => Some(Trust::new(roots, Arc::clone(&provider))?),
        TlsMode::Disable | TlsMode::Require => None,
    };
    let verifier = Arc::new(Verifier { trust, checks_name: mode == TlsMode::VerifyFull, provider });
    Ok(MakeRustlsConnect::new(
        builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth(),
    ))
}

/// What a certificate has to come from.
#[derive(Debug)]
struct Trust {
    authorities: Arc<WebPkiServerVerifier>,
    /// The certificates of the user's file. One of them may be the server's own.
    pinned: Vec<CertificateDer<'static>>,
}

impl Trust {
    fn new(file: Option<&Path>, provider: Arc<CryptoProvider>) -> Result<Self> {
        let (mut roots, mut pinned) = (RootCertStore::empty(), Vec::new());
        if let Some(file) = file {
            let unread =
                || Error::setup("the file of trusted certificates (sslrootcert) cannot be read").at(file);
            let found = CertificateDer::pem_file_iter(file).map_err(|error| unread().caused_by(error))?;
            pinned = found.collect::<Result<_, _>>().map_err(|error| unread().caused_by(error))?;
            for certificate in &pinned {
                roots.add(certificate.clone()).map_err(|error| unread().caused_by(error))?;
            }
            if pinned.is_empty() {
                return Err(
                    Error::setup("the file of trusted certificates (sslrootcert) has none in it").at(file)
                );
            }
        } else {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
        let authorities = authorities.map_err(|error| Error::failed("TLS cannot be set up", error))?;
        Ok(Self { authorities, pinned })
    }
}

/// Accepts the certificates that a mode of TLS accepts.
#[derive(Debug)]
struct Verifier {
    /// `None`: any certificate will do.
    trust: Option<Trust>,
    checks_name: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(trust) = &self.trust else { return Ok(ServerCertVerified::assertion()) };
        let verified =
            trust.authorities.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        let Err(rustls::Error::InvalidCertificate(fault)) = &verified else { return verified };
        match fault {
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
                if !self.checks_name =>
            {
                Ok(ServerCertVerified::assertion())
            }
            // A server's own certificate that may also issue others, as `openssl req -x509` makes it. Its dates were checked
            // before this was found.
            CertificateError::Other(_) if is_own_authority(fault) && trust.pinned.contains(end_entity) => {
                if self.checks_name {
                    verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                }
                Ok(ServerCertVerified::assertion())
            }
            _ => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn is_own_authority(fault: &CertificateError) -> bool {
    fault.to_string().contains("CaUsedAsEndEntity")
}

/// Returns what is wrong with the server's certificate, if that ended the connection, and what to do.
pub(super) fn certificate_fault(error: &tokio_postgres::Error) -> Option<(String, &'static str)> {
    let reported = error.source()?.downcast_ref::<io::Error>()?.get_ref()?.downcast_ref::<rustls::Error>()?;
    let rustls::Error::InvalidCertificate(fault) = reported else { return None };
    let time = |time: &UnixTime| {
        Timestamp::from_seconds(i64::try_from(time.as_secs()).unwrap_or(i64::MAX)).to_string()
    };
    let authority = "name the certificate of its authority with sslrootcert=FILE in the URL";
    Some(match fault {
        CertificateError::ExpiredContext { not_after, .. } => {
            (format!("it expired at {}", time(not_after)), "renew it on the server")
        }
        CertificateError::NotValidYetContext { not_before, .. } => {
            (format!("it begins at {}", time(not_before)), "check the clocks of both machines")
        }
        CertificateError::UnknownIssuer => ("no trusted authority issued it".to_owned(), authority),
        CertificateError::NotValidForNameContext { .. } => (
            fault.to_string(),
            "use a host of its subjectAltName in the URL, or do not check the host: sslmode=verify-ca",
        ),
        fault if is_own_authority(fault) => ("it signed itself".to_owned(), authority),
        other => (other.to_string(), authority),
    })
}
