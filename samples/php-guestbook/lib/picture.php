<?php
/* move_uploaded_file() is called by upload.php only */
function make_thumbnail($file)
{
    $small = $file . '.small.jpg';
    exec('/usr/bin/convert ' . escapeshellarg($file) . ' -resize 160x120 ' . escapeshellarg($small));
    return $small;
}
