from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='is_fresh',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
