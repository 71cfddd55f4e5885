from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('finder', '0002_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShortenedWord',
            fields=[
                ('pk', models.CompositePrimaryKey('letters', 'word', blank=True, editable=False, primary_key=True, serialize=False)),
                ('letters', models.CharField(max_length=30)),
                ('word', models.CharField(max_length=30)),
            ],
            options={
                'verbose_name': 'shortened word of the posts',
                'verbose_name_plural': 'shortened words of the posts',
            },
        ),
        migrations.CreateModel(
            name='SpelledWord',
            fields=[
                ('word', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('spelling', models.CharField(max_length=30)),
                ('posts', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'word of the posts',
                'verbose_name_plural': 'words of the posts',
            },
        ),
    ]
