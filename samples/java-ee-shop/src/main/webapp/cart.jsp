<%@ page contentType="text/html;charset=UTF-8" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<!DOCTYPE html>
<html>
<head>
  <title>Your cart</title>
  <script src="js/jquery.min.js"></script>
</head>
<body>
<%-- sessions on localhost are lost by a restart of the development server --%>
<table>
  <c:forEach items="${sessionScope.cart.amounts}" var="entry">
    <tr><td><c:out value="${entry.key}"/></td><td>${entry.value}</td><td>${prices[entry.key]}</td></tr>
  </c:forEach>
</table>
<a href="https://www.harbour-shop.example/help">Help</a>
</body>
</html>
