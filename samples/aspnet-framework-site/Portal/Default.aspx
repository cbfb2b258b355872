<%@ Page Language="C#" AutoEventWireup="true" CodeBehind="Default.aspx.cs" Inherits="Harbour.Portal.DefaultPage" %>
<!DOCTYPE html>
<html>
<head runat="server"><title>Portal</title></head>
<body>
  <form id="form" runat="server">
    <asp:Label ID="Welcome" runat="server" />
    <asp:TextBox ID="Customer" runat="server" />
    <asp:Button ID="Search" runat="server" Text="Search" OnClick="Search_Click" />
    <asp:GridView ID="Orders" runat="server" EnableViewState="true" />
  </form>
</body>
</html>
