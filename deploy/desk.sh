#!/usr/bin/env bash
# The consultation desk of a ministry on Debian 12, as root:
#
#   deploy/desk.sh install FOLDER DOMAIN [SENDER]   packages, account, database, service, proxy, daily backup
#   deploy/desk.sh print unit|nginx|cron DOMAIN     the files it would write, to look at
#
# FOLDER is the country folder, DOMAIN the name under which people reach the desk, SENDER the address its mails bear.
# Running it again brings a new version in; the data stay, and so do the settings and the nginx file as they were changed
# meanwhile. TLS: put the certificate where the nginx file says.
set -euo pipefail
HOME_OF_DESK=/var/lib/opennss   # database of mails and uploads, releases, secret
PROGRAM=/opt/opennss            # the virtual environment
SETTINGS=/etc/opennss/desk.env  # what the service is told
PORT=8000

unit() {
  cat <<EOF
[Unit]
Description=OpenNSS consultation desk
After=network.target postgresql.service

[Service]
User=opennss
EnvironmentFile=$SETTINGS
ExecStart=$PROGRAM/bin/nss serve $HOME_OF_DESK/country --server --no-browser --port $PORT --workers 3 --threads 4
Restart=always
RestartSec=2
UMask=0077
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectHome=yes
ProtectSystem=strict
ReadWritePaths=$HOME_OF_DESK

[Install]
WantedBy=multi-user.target
EOF
}

nginx_site() {
  cat <<EOF
# Addresses hold the secrets of personal links: no log may have them, nor the lines about errors, which quote requests.
server {
  listen 80;
  server_name $1;
  access_log off;
  error_log /var/log/nginx/opennss-desk.log crit;
  return 301 https://\$host\$request_uri;
}
server {
  listen 443 ssl;
  server_name $1;
  ssl_certificate /etc/opennss/tls/fullchain.pem;
  ssl_certificate_key /etc/opennss/tls/privkey.pem;
  access_log off;
  error_log /var/log/nginx/opennss-desk.log crit;
  client_max_body_size 12m;
  gzip on;
  gzip_types text/css application/javascript image/svg+xml application/json;
  location / {
    proxy_pass http://127.0.0.1:$PORT;
    proxy_set_header Host \$host;
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Real-IP \$remote_addr;
    proxy_read_timeout 60s;
  }
}
EOF
}

cron_jobs() {
  cat <<EOF
# Every night a backup, kept for two weeks. Reminders are left to a person: nss remind.
30 2 * * * opennss . $SETTINGS; export OPENNSS_DESK_DATA OPENNSS_DATABASE; $PROGRAM/bin/nss backup $HOME_OF_DESK/country $HOME_OF_DESK/backups/\$(date +\%F).zip && find $HOME_OF_DESK/backups -name '*.zip' -mtime +14 -delete
EOF
}

install_desk() {
  local folder domain=$2 sender=${3:-desk@$2} source
  folder=$(realpath "$1")
  source=$(cd "$(dirname "$0")/.." && pwd)
  cd /  # the accounts below may not look into this folder
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv postgresql nginx cron tzdata >/dev/null
  id opennss >/dev/null 2>&1 || adduser --system --group --home "$HOME_OF_DESK" opennss >/dev/null
  install -d -o opennss -g opennss -m 700 "$HOME_OF_DESK" "$HOME_OF_DESK/backups" "$HOME_OF_DESK/data"
  install -d -m 755 /etc/opennss /etc/opennss/tls
  [ -d "$HOME_OF_DESK/country" ] || { cp -r "$folder" "$HOME_OF_DESK/country"; chown -R opennss:opennss "$HOME_OF_DESK/country"; }
  [ -x "$PROGRAM/bin/pip" ] || python3 -m venv "$PROGRAM"
  "$PROGRAM/bin/pip" install --quiet --disable-pip-version-check --constraint "$source/constraints.txt" "$source[web]"
  database
  begin "$SETTINGS" 640 <<EOF
OPENNSS_DESK_DATA=$HOME_OF_DESK/data
OPENNSS_DATABASE=postgresql://opennss@/opennss?host=/var/run/postgresql
OPENNSS_DESK_HOSTS=$domain
OPENNSS_MAIL=smtp://localhost:25
OPENNSS_MAIL_FROM=$sender
EOF
  chgrp opennss "$SETTINGS"
  unit | write /etc/systemd/system/opennss-desk.service 644
  nginx_site "$domain" | begin /etc/nginx/sites-available/opennss-desk 644
  ln -sf ../sites-available/opennss-desk /etc/nginx/sites-enabled/opennss-desk
  rm -f /etc/nginx/sites-enabled/default  # Debian's own page logs every address that comes by another name
  cron_jobs | write /etc/cron.d/opennss-desk 644
  if [ -d /run/systemd/system ]; then
    systemctl daemon-reload && systemctl enable --quiet opennss-desk && systemctl restart opennss-desk
    if [ -e /etc/opennss/tls/fullchain.pem ]; then systemctl reload nginx; fi
  fi
  grep -q '^OPENNSS_MAIL=smtp://localhost:25$' "$SETTINGS" && ! (: </dev/tcp/localhost/25) 2>/dev/null &&
    echo "No mail program answers at port 25: install one, or name another in $SETTINGS. Until then no invitation leaves."
  echo "The desk is installed. Next: the certificate into /etc/opennss/tls, 'systemctl reload nginx', and an account:"
  echo "  runuser -u opennss -- env \$(cat $SETTINGS) $PROGRAM/bin/nss account $HOME_OF_DESK/country NAME --role administrator"
}

# The account of the system is the account of the database: no password is kept anywhere.
database() {
  pg_lsclusters -h | grep -q online || pg_ctlcluster "$(pg_lsclusters -h | awk 'NR==1{print $1}')" main start
  runuser -u postgres -- psql -qtAc "SELECT 1 FROM pg_roles WHERE rolname='opennss'" | grep -q 1 || runuser -u postgres -- createuser opennss
  runuser -u postgres -- psql -qtAc "SELECT 1 FROM pg_database WHERE datname='opennss'" | grep -q 1 || runuser -u postgres -- createdb --owner opennss --encoding UTF8 --locale C.UTF-8 --template template0 opennss
}

# Write standard input to a file that is not there yet: what was changed in it by hand stays.
begin() {
  if [ -e "$1" ]; then cat >/dev/null; echo "Kept as it is: $1"; else write "$1" "$2"; fi
}

# Write standard input to a file, whole or not at all.
write() {
  (umask 077 && cat >"$1.part") && chmod "$2" "$1.part" && mv "$1.part" "$1"
}

case "${1:-} ${2:-}" in
  "install "*) [ $# -ge 3 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2; }; install_desk "${@:2}" ;;
  "print unit") unit ;;
  "print nginx") nginx_site "${3:-desk.example.org}" ;;
  "print cron") cron_jobs ;;
  *) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
