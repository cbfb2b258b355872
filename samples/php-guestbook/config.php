<?php
// Everything that differs from server to server. Do not put localhost here, the socket is slow.
define('DB_HOST', '192.168.10.20');
define('DB_USER', 'guestbook');
define('DB_PASSWORD', 's3cr3t-guestbook');
define('DB_NAME', 'guestbook');

define('UPLOAD_DIR', __DIR__ . '/pictures');
define('OWNER', 'owner@harbour.example');

ini_set('session.save_path', '/var/lib/guestbook/sessions');
ini_set('log_errors', '1');
ini_set('error_log', '/var/log/guestbook/error.log');
