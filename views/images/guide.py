"""The guide through the images page: from a cat's pixels to your own picture."""

from ui.stops import Stop
from views.images import guide_answers as answers
from views.images.guide_answers import SHIFT
from views.images.look_inside.channel import VIEW
from views.images.upload import FROM, PICTURE


def stops() -> tuple[Stop, ...]:
    """Return the stops, for the networks on this machine."""
    return (*_seeing(), _channel(), _shift(), *_trusting(), *_outside())


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
            "Under “What the network sees”: could you tell?",
            "In 32 × 32 pixels fur and eyes are a few dots. The class has to come from "
            "what is left: outline, colours, texture.",
            _try("cat"),
        ),
        Stop(
            "From edges to objects",
            "A convolution slides a small kernel over the picture and writes down how "
            "well it fits at each place: a feature map. Between the blocks, pooling "
            "keeps the largest of neighbouring values, which about halves each side of "
            "a map, while the number of maps grows.",
            "How large are the maps of the last layer with maps?",
            (
                "Larger than 16 × 16",
                "More than 4 × 4, up to 16 × 16",
                "4 × 4 or smaller",
            ),
            answers.map_size,
            "Compare three layers, the first, a middle one and the last: where can you "
            "no longer see the ship? Then follow one value under “One convolution”.",
            "Each value is one sum of products, of a kernel and a small patch. Early "
            "maps look like the picture; late ones are small and say only that "
            "something is there.",
            _inside("Feature maps"),
        ),
    )


def _channel() -> Stop:
    return Stop(
        "What a channel likes",
        "A channel is one kind of feature map. What does it like? Take the eight "
        "test images that it answers to most strongly. Channels of the first stage "
        "like edges and colours, which all classes have: hardly one has a class of "
        "its own.",
        "And in the last stage: for how many channels do more than half of the "
        "eight favourites show one class?",
        ("Up to a quarter", "More, up to three quarters", "Over three quarters"),
        answers.favourites,
        "Compare the test images of two channels. Then choose the first stage.",
        "From stage to stage the channels change from what is in every picture to "
        "what tells classes apart. What eight images have in common is our guess: "
        "no channel has a name.",
        {
            **_inside(VIEW),
            "images_channel_stage": answers.last_stage,
            "images_channel_number": None,
        },
        place="images_channel_images",
    )


def _shift() -> Stop:
    return Stop(
        "A step to the right",
        "To you, a ship is a ship wherever it floats. A convolution does not mind "
        "where a feature is; pooling and the last layer do, a little. Training "
        "with shifted and mirrored pictures (augmentation) teaches the rest.",
        f"Shift the drawing {SHIFT} pixels to the right. Does the class stay?",
        ("Yes", "No"),
        answers.shifted,
        "Follow the curve along the shift. What is drawn in at the left edge?",
        "What moves in at the edge is a mirror image of the picture: it can look "
        "like an object of its own. Small shifts the network has seen in training, "
        "large ones it has not.",
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
    )


def _trusting() -> tuple[Stop, ...]:
    return (
        Stop(
            "Is 90% really 90%?",
            "A network is calibrated if it is right as often as it says. Many are too "
            "confident, some too little. Dividing the logits by a temperature that was "
            "fitted on other images repairs much of it, without changing an answer.",
            "Of its answers with a confidence of at least 90%, how many are right?",
            ("95% or more", "85% to 95%", "Less than 85%"),
            answers.calibrated,
            "Compare the curves: which lies nearest to the diagonal?",
            "On the diagonal, confidence means what it says. Below it a network is "
            "overconfident; above it, it is right more often than it says.",
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
            "The rows of the animals share most mistakes among themselves, and so do "
            "those of the vehicles: the network confuses what looks alike.",
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
            ("Yes, it doubts all classes", "No, it names a class"),
            answers.unknown,
            "Add the other photos that belong to no class. Which of them does it name?",
            "The softmax only compares the classes. The rule looks at how large the "
            "logits are altogether: small ones mean that nothing fits. It misses "
            "pictures that look like a class.",
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
            "Then open Train, and teach it classes of your own with your camera.",
            "Your photo differs from its training images in crop, background and "
            "camera. The accuracy on test images says little about such pictures.",
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
