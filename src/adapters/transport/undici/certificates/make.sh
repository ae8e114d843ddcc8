#!/bin/sh
# Makes the certificates of the transport's tests: an authority, a server for model.test and localhost, and a client.
# They protect nothing; the authority's key is thrown away. Run inside this folder.
set -e
curve="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
openssl req -x509 $curve -keyout authority.key -out authority.pem -days 36500 -subj "/CN=Lockstep test authority"
printf 'subjectAltName=DNS:model.test,DNS:localhost' > extensions
for name in server client; do
  openssl req $curve -keyout $name.key -out $name.csr -subj "/CN=$name"
  openssl x509 -req -in $name.csr -CA authority.pem -CAkey authority.key -CAcreateserial -out $name.pem -days 36500 -extfile extensions
done
rm -f ./*.csr ./*.srl extensions authority.key
