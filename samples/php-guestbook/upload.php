<?php
require_once 'config.php';
require_once 'lib/session.php';
require_once 'lib/picture.php';

if (!isset($_FILES['picture']) || $_FILES['picture']['error'] !== UPLOAD_ERR_OK) {
    header('HTTP/1.0 400 Bad Request');
    exit('No picture.');
}

$target = UPLOAD_DIR . '/' . md5(session_id()) . '.jpg';
if (!move_uploaded_file($_FILES['picture']['tmp_name'], $target)) {
    exit('The picture cannot be stored.');
}
$_SESSION['picture'] = make_thumbnail($target);
header('Location: index.php');
