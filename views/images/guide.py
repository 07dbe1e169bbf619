"""The guide through the images page: from a cat's pixels to your own picture."""

from ui.stops import Stop
from views.images import guide_answers as answers
from views.images.guide_answers import SHIFT
from views.images.upload import FROM, PICTURE


def stops() -> tuple[Stop, ...]:
    """Return the stops, for the networks on this machine."""
    return (*_seeing(), *_looking_inside(), *_trusting(), *_outside())


def _seeing() -> tuple[Stop, ...]:
    return (
        Stop(
            "32 × 32 pixels",
            "The network sees 3,072 numbers: red, green and blue of 32 × 32 pixels. It "
            "was trained on ten classes, four vehicles and six animals, and has to "
            "choose among them whatever you show it. We show it a photo of a cat.",
            "What does it say?",
            ("Cat", "Dog", "Another class"),
            answers.cat,
            "Look at “What the network sees”: could you tell?",
            _try("cat"),
        ),
        Stop(
            "From edges to objects",
            "A convolution slides a small kernel over the picture and writes down how "
            "well it fits at each place: a feature map. Between the blocks, pooling "
            "keeps the largest value of neighbouring places, so maps shrink while "
            "their number grows.",
            "How large are the maps of the last layer?",
            (
                "Larger than 16 × 16",
                "More than 4 × 4, up to 16 × 16",
                "4 × 4 or smaller",
            ),
            answers.map_size,
            "Go through the layers: when can you no longer see the ship? Then follow "
            "one value under “One convolution”.",
            _inside("Feature maps"),
        ),
    )


def _looking_inside() -> tuple[Stop, ...]:
    return (
        Stop(
            "Where does it look?",
            "Cover a part of the picture with a grey square and ask again. Where the "
            "probability falls, the network used what was there. That can be the "
            "object, or the water around it.",
            "For the drawing of a ship: where does covering cost most?",
            ("In the middle 16 × 16 pixels", "Nearer to the border"),
            answers.important_place,
            "Compare both maps. Where do they agree?",
            _inside("Where it looks"),
        ),
        Stop(
            "A small step to the right",
            "To you, a ship is a ship wherever it floats. A convolution does not mind "
            "where a feature is; pooling and the last layer do, a little. Training "
            "with shifted and mirrored pictures (augmentation) teaches the rest.",
            f"Shift the drawing {SHIFT} pixels to the right. Does the class stay?",
            ("Yes", "No"),
            answers.shifted,
            "Follow the curve along the shift. Then make the picture darker.",
            {
                **_network(),
                "images_tab": "Augment",
                PICTURE: "drawn-ship",
                "images_right": SHIFT,
                "images_down": 0,
                "images_brightness": 0,
                "images_contrast": 1.0,
                "images_mirrored": False,
            },
        ),
    )


def _trusting() -> tuple[Stop, ...]:
    return (
        Stop(
            "Is 90% really 90%?",
            "A network is calibrated if it is right as often as it says. Most are "
            "overconfident; dividing the logits by a temperature fitted on other "
            "images repairs much of it, without changing a single answer.",
            "Of its answers with a confidence of at least 90%, how many are right?",
            ("95% or more", "85% to 95%", "Less than 85%"),
            answers.calibrated,
            "Find the reliability diagram: is the curve above or below the diagonal?",
            {"images_tab": "Results"},
            place="images_reliability",
        ),
        Stop(
            "The cat problem",
            "A single accuracy hides which classes are hard. The confusion matrix has "
            "a row for each true class: what were its images taken for?",
            "What are cats most often mistaken for?",
            ("Dogs", "Deer", "Frogs", "Another class"),
            answers.confused,
            "Find that cell of the matrix. Is the opposite mistake as frequent?",
            {"images_tab": "Results"},
            place="images_confusion",
        ),
    )


def _outside() -> tuple[Stop, ...]:
    return (
        Stop(
            "None of the above",
            "A cup of coffee is none of the ten classes, but the softmax always adds "
            "up to 100%. A separate rule, fitted on generated pictures, tries to tell "
            "when a picture is out of distribution.",
            "Does it notice?",
            ("Yes: “probably none of the classes”", "No, it names a class"),
            answers.unknown,
            "Add the other photos that belong to no class. Which does it fall for?",
            _try("coffee"),
        ),
        Stop(
            "Your own picture",
            "Drop a photo into the field on the Try tab, or take one: a pet, a car, a "
            "toy. Then type which of the ten classes it is: airplane, automobile, "
            "bird, cat, deer, dog, frog, horse, ship, truck.",
            "Will the network agree with you?",
            ("Yes", "No"),
            answers.own_picture,
            "Crop it, take it from another side, and see whether the answer holds. "
            "Then open Train, and make classes with your camera.",
            {**_network(), "images_tab": "Try"},
            own="The class you see",
        ),
    )


def _network() -> dict[str, object]:
    card = answers.card_of()
    final: dict[str, object] = {"images_epoch": "final"}
    return final if card is None else {**final, "images_network": card.name}


def _try(photo: str) -> dict[str, object]:
    shown = {FROM: "Photos", "images_photos": [photo], "images_fit": "pad"}
    return {**_network(), "images_tab": "Try", **shown}


def _inside(view: str) -> dict[str, object]:
    shown = {"images_view": view, PICTURE: "drawn-ship"}
    return {**_network(), "images_tab": "Look inside", **shown}
