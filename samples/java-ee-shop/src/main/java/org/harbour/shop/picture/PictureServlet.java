package org.harbour.shop.picture;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import javax.servlet.ServletException;
import javax.servlet.annotation.MultipartConfig;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.Part;

@WebServlet("/admin/picture")
@MultipartConfig
public class PictureServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FOLDER = "/var/shop/uploads";

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        Part part = request.getPart("picture");
        String article = request.getParameter("article");
        File target = new File(FOLDER, article + ".png");
        try (InputStream in = part.getInputStream(); OutputStream out = new FileOutputStream(target)) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        }
        Runtime.getRuntime().exec("/usr/bin/convert " + target + " -resize 200x200 " + FOLDER + "/small-" + article + ".png");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
