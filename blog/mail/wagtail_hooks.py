from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from blog.mail import views


@hooks.register("register_admin_urls")
def addresses_of_mail() -> list[URLPattern]:
    return views.urlpatterns


@hooks.register("register_reports_menu_item")
def mail_in_menu() -> MenuItem:
    return views.menu_item
