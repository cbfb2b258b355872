<?php
require_once __DIR__ . '/../lib/db.php';

$lines = array();
foreach (db_rows('SELECT name, text FROM entries WHERE created > NOW() - INTERVAL 1 DAY') as $entry) {
    $lines[] = $entry['name'] . ': ' . $entry['text'];
}
if ($lines) {
    mail(OWNER, 'Entries of the day', implode("\n", $lines));
}
$stamp = fopen('/var/lib/guestbook/digest.stamp', 'w');
fwrite($stamp, date('c'));
fclose($stamp);
