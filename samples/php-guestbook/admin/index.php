<?php
require_once '../lib/db.php';

if (isset($_GET['remove'])) {
    mysql_query('DELETE FROM entries WHERE id = ' . (int) $_GET['remove'], db_connect());
}
// Reading is no writing: the log is only shown.
$log = fopen('/var/log/guestbook/error.log', 'r');
while ($log && ($line = fgets($log)) !== false) {
    echo htmlspecialchars($line), "<br>\n";
}
