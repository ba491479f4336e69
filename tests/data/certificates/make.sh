#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the certificates of this directory anew; the keys are thrown away, but for the one
# that with-key.pem shows. Goldens that hold a certificate change with it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > ca.cnf <<END
[ca]
default_ca = self
[self]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[server]
basicConstraints = critical, CA:FALSE
END
: > index
echo 1000 > serial

# NAME SUBJECT FROM TO EXTENSIONS [SIGNER]
certificate() {
    openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
    openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr"
    if [ $# -eq 6 ]; then
        signer="-cert $6.pem -keyfile $6.key"
    else
        signer="-selfsign -keyfile $1.key"
    fi
    # shellcheck disable=SC2086
    openssl ca -batch -notext -config ca.cnf $signer -in "$1.csr" -out "$1.pem" \
        -startdate "$3" -enddate "$4" -extensions "$5" 2> log || { cat log; exit 1; }
}

certificate ca 'Example Root CA' 20200101000000Z 29991231235959Z root
certificate second 'Second Root CA' 20200101000000Z 29991231235959Z root
certificate leaf 'idp.example.com' 20200101000000Z 29991231235959Z server ca
certificate expired 'Expired CA' 20010101000000Z 20021231235959Z root
certificate future 'Future CA' 29000101000000Z 29991231235959Z root
cp ca.pem second.pem leaf.pem expired.pem future.pem "$here"

openssl x509 -in ca.pem -outform der -out "$here/ca.der"
cat second.key second.pem > "$here/with-key.pem"
{
    echo '# subject: Example Root CA'
    cat ca.pem
    echo '# subject: Second Root CA'
    echo 'Text that no PEM reader minds.'
    cat second.pem
} | sed 's/$/\r/' > "$here/bundle-crlf.pem"
sed '3s/./*/' ca.pem > "$here/broken.pem"
sed '$d' ca.pem > "$here/unfinished.pem"
