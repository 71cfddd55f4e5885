import pytest

from config.media import SANDBOX_CSP


@pytest.fixture
def media_folder(settings, tmp_path):
    folder = tmp_path / "media"
    (folder / "images").mkdir(parents=True)
    (folder / "documents").mkdir()
    settings.MEDIA_ROOT = folder
    return folder


def test_picture_is_shown_and_kept_for_a_year(client, media_folder):
    (media_folder / "images" / "a.png").write_bytes(b"picture")

    response = client.get("/media/images/a.png")

    assert b"".join(response.streaming_content) == b"picture"
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == SANDBOX_CSP
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.xml", "a.js", "a.svgz", "a.xhtml", "a", "a.png.html"])
def test_file_that_could_run_script_is_downloaded_as_bytes(client, media_folder, name):
    (media_folder / "images" / name).write_bytes(b"<script>alert(1)</script>")

    response = client.get(f"/media/images/{name}")

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == SANDBOX_CSP


@pytest.mark.parametrize("name", ["a.avif", "a.webp", "a.jpg", "a.JPG", "a.gif", "a.mp4", "a.webm", "a.mp3"])
def test_pictures_films_and_sounds_are_shown(client, media_folder, name):
    (media_folder / "images" / name).write_bytes(b"bytes")

    assert client.get(f"/media/images/{name}")["Content-Disposition"].startswith("inline")


# The page that says "not found" is written in the site's own words, which are in the database.
@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "../secret_key",
        "images/../../secret_key",
        "%2e%2e/secret_key",
        "..%2fsecret_key",
        "/etc/passwd",
        "images",
        "images/",
        "images/missing.png",
        "a%00.png",
        "x" * 5000,
        "images/link.png",
    ],
)
def test_nothing_outside_the_folder_is_served(client, media_folder, path):
    (media_folder.parent / "secret_key").write_text("secret")
    (media_folder / "images" / "link.png").symlink_to(media_folder.parent / "secret_key")

    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["documents/plan.pdf", "images/../documents/plan.pdf"])
def test_document_is_not_served_behind_the_check_of_its_collection(client, media_folder, path):
    (media_folder / "documents" / "plan.pdf").write_bytes(b"private")

    assert client.get(f"/media/{path}").status_code == 404


def test_nothing_can_be_sent_to_the_folder(client, media_folder):
    (media_folder / "images" / "a.png").write_bytes(b"picture")

    assert client.post("/media/images/a.png").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/documents/{}/x", "/documents/{}/", "/documents/authenticate_with_password/{}/"])
def test_document_of_an_endless_number_is_not_found(client, address):
    assert client.get(address.format("9" * 5000)).status_code == 404
