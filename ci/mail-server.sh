#!/usr/bin/env bash
# Sends each kind of message through a mail server that others wrote, reads it in the mailbox as a user would, and accepts the
# invitation.
#
#   ci/mail-server.sh [PROGRAM]     the program is target/debug/rad-admin where none is named
#
# The server is Debian's Postfix on a free port of this machine, with STARTTLS by a certificate authority made for the
# occasion, and a login. It is started and stopped here, apart from any other Postfix of this machine: its settings, queue
# and mailboxes are in a folder that is removed at the end. It must be run by root, as Postfix must.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(realpath "${1:-target/debug/rad-admin}")
home=$(mktemp -d)

finish() {
  local status=$?
  if [[ -d $home/postfix ]]; then postfix -c "$home/postfix" stop >/dev/null 2>&1 || true; fi
  if [[ -d $home/dovecot ]]; then doveadm -c "$home/dovecot.conf" stop >/dev/null 2>&1 || true; fi
  if ((status != 0)) && [[ -s $home/server.log ]]; then tail -n 20 "$home/server.log" >&2; fi
  rm -rf "$home"
}
trap finish EXIT

fail() {
  echo "mail server: $*" >&2
  exit 1
}

free_port() {
  local port
  for port in $(shuf -i 20000-30000 -n 50); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  fail "no port is free"
}

# An authority, and a certificate for localhost signed by it.
make_certificates() {
  (
    cd "$home" &&
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj '/CN=Authority of a test' \
      -keyout authority.key -out authority.pem &&
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=localhost' -keyout server.key -out server.csr &&
    printf 'subjectAltName = DNS:localhost\nbasicConstraints = CA:FALSE\n' >server.ext &&
    openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 \
      -extfile server.ext -out server.pem &&
    chmod 600 server.key
  ) >"$home/openssl.log" 2>&1 || fail "no certificates: $(cat "$home/openssl.log")"
}

# Dovecot, for its knowledge of logins alone.
start_logins() {
  install -d "$home/dovecot"
  printf 'rad:{PLAIN}a password of a test\n' >"$home/logins"
  cat >"$home/dovecot.conf" <<CONF
base_dir = $home/dovecot
log_path = $home/dovecot.log
protocols =
ssl = no
auth_mechanisms = plain login
disable_plaintext_auth = no
passdb {
  driver = passwd-file
  args = $home/logins
}
service auth {
  unix_listener logins {
    mode = 0666
  }
}
CONF
  dovecot -c "$home/dovecot.conf" || fail "Dovecot did not start: $(cat "$home/dovecot.log")"
}

start_server() {
  local port=$1
  chmod 755 "$home"
  install -d "$home/postfix" "$home/spool"
  install -d -o postfix "$home/data"
  install -d -o nobody -m 700 "$home/mailboxes"
  start_logins
  printf '%s@example.org %s/\n' mia mia postmaster postmaster >"$home/postfix/mailboxes"
  cat >"$home/postfix/main.cf" <<CONF
compatibility_level = 3.6
myhostname = localhost
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
queue_directory = $home/spool
data_directory = $home/data
maillog_file = $home/server.log
maillog_file_prefixes = $home
virtual_mailbox_domains = example.org
virtual_mailbox_base = $home/mailboxes
virtual_mailbox_maps = texthash:$home/postfix/mailboxes
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
smtpd_tls_cert_file = $home/server.pem
smtpd_tls_key_file = $home/server.key
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = $home/dovecot/logins
smtpd_client_restrictions =
smtpd_sender_restrictions = permit_sasl_authenticated, reject
smtpd_relay_restrictions = reject_unauth_destination
CONF
  cat >"$home/postfix/master.cf" <<CONF
$port   inet      n - n -    - smtpd
cleanup unix      n - n -    0 cleanup
qmgr    unix      n - n 300  1 qmgr
rewrite unix      - - n -    - trivial-rewrite
bounce  unix      - - n -    0 bounce
defer   unix      - - n -    0 bounce
trace   unix      - - n -    0 bounce
error   unix      - - n -    - error
retry   unix      - - n -    - error
virtual unix      - n n -    - virtual
proxymap unix     - - n -    - proxymap
tlsmgr  unix      - - n 1000 1 tlsmgr
anvil   unix      - - n -    1 anvil
postlog unix-dgram n - n -   1 postlogd
CONF
  postfix -c "$home/postfix" start >"$home/start.log" 2>&1 || fail "it did not start: $(cat "$home/start.log")"
  for _ in $(seq 100); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
    sleep 0.1
  done
  fail "it does not answer"
}

configure() {
  local port=$1
  (umask 077 && printf 'a password of a test\n' >"$home/password")
  cat >"$home/config.toml" <<CONF
actor = "ada@example.org"
database = "rad-admin.db"
[invite]
url = "https://platform.example.org/join?token={token}"
[mail]
from = "RAD Platform <no-reply@example.org>"
host = "localhost"
port = $port
security = "starttls"
username = "rad"
password_file = "password"
[notify]
low_balance = 40
adjusted = true
granted = true
CONF
}

rad_admin() {
  SSL_CERT_FILE="$home/authority.pem" RAD_ADMIN_CONFIG="$home/config.toml" "$program" "$@" </dev/null
}

# The newest message for a person: the first that has this subject.
message_for() {
  local file
  for _ in $(seq 100); do
    for file in "$home/mailboxes/$1/new"/*; do
      if [[ -f $file ]] && grep -q "^Subject: $2" "$file"; then
        echo "$file"
        return
      fi
    done
    sleep 0.1
  done
  fail "no message for $1 with the subject '$2'"
}

# The plain text of a message, whose lines are wrapped by quoted-printable.
text_of() {
  perl -MMIME::QuotedPrint -0777 -ne 'print decode_qp($_)' "$1"
}

# Reads the message with this subject as a user would: it has these words.
read_message() {
  local file
  file=$(message_for "$1" "$2")
  text_of "$file" | grep -q -- "$3" || fail "no '$3' in: $(text_of "$file")"
}

# What `--json` says under a key of the first invitation.
first_invite() {
  jq -r ".invites[0].$1"
}

main() {
  local port invitation token operation
  port=$(free_port)
  make_certificates
  start_server "$port"
  configure "$port"
  rad_admin init -q

  rad_admin mail test postmaster@example.org -q
  read_message postmaster 'Test message from rad-admin' 'proves the mail settings'
  [[ $(rad_admin invite mia@example.org --name 'Mía <Castell>' --role partner --json | first_invite mail) == sent ]] ||
    fail "the invitation was not sent"
  invitation=$(message_for mia 'ada@example.org invites you to the RAD Platform')
  token=$(text_of "$invitation" | sed -n 's/.*join?token=\([A-Za-z0-9_-]*\).*/\1/p' | head -n 1)
  [[ $(printf %s "$token" | SSL_CERT_FILE="$home/authority.pem" RAD_ADMIN_CONFIG="$home/config.toml" \
    "$program" invite accept - --json | first_invite status) == accepted ]] || fail "the token was not accepted"
  [[ $(rad_admin user show mia@example.org --json | jq -r .status) == active ]] || fail "the user is not active"

  operation=$(rad_admin credits award mia@example.org 500 --json | jq -r .operation)
  read_message mia 'Your credits on the RAD Platform changed' '+500'
  rad_admin undo "$operation" -q --yes
  read_message mia 'Your credits on the RAD Platform were corrected' '-500'
  rad_admin partner set mia@example.org 100 -q
  rad_admin grant-monthly -q
  read_message mia 'Your credits for 20' 'You received 100 credits'
  rad_admin credits deduct mia@example.org 70 --from awarded -q
  rad_admin notify low -q
  read_message mia '30 credits are left' 'fewer than 40'

  # The server relays for no other domain: its refusal is for good, and told in its own words.
  local status=0
  rad_admin invite zoe@example.net >"$home/refused" 2>&1 || status=$?
  [[ $status == 8 ]] && grep -q '554 5.7.1 .*Relay access denied' "$home/refused" || fail "$(cat "$home/refused")"

  printf '%s\n' 'not the password' >"$home/password"
  status=0
  rad_admin mail test mia@example.org >"$home/refused" 2>&1 || status=$?
  [[ $status == 8 ]] && grep -q 'check mail.username' "$home/refused" || fail "$(cat "$home/refused")"
  echo "each kind of message went through Postfix and was read in its mailbox, and the token was accepted"
}

main
