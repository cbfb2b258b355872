<?php
require_once 'lib/db.php';
require_once 'lib/session.php';

$entries = db_rows('SELECT name, text, picture FROM entries ORDER BY created DESC LIMIT 50');
?>
<!DOCTYPE html>
<html>
<head>
  <title>Guest book</title>
  <script src="js/jquery.min.js"></script>
</head>
<body>
  <h1>Hello, <?php echo htmlspecialchars(visitor_name()); ?></h1>
  <?php foreach ($entries as $entry): ?>
    <p><b><?php echo htmlspecialchars($entry['name']); ?></b>: <?php echo htmlspecialchars($entry['text']); ?></p>
  <?php endforeach; ?>
  <form action="post.php" method="post">
    <input name="name"><textarea name="text"></textarea><button>Write</button>
  </form>
  <!-- http://localhost/guestbook is the copy for trials -->
</body>
</html>
