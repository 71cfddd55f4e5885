from django import template

from blog.markdown.normal_values import web_address

register = template.Library()

# "" for an address that the normal form of a body leaves out, such as one of javascript:.
register.filter("web_address", web_address)
