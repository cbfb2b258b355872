from django.urls import path

from notices import views

urlpatterns = [
    path("", views.index, name="index"),
    path("notices/<int:pk>/", views.show, name="show"),
    path("notices/new/", views.create, name="create"),
]
