from streamlit.testing.v1 import AppTest

from engine.sampling import PRESETS, SamplingSettings


def page() -> None:
    import streamlit as st

    from engine.sampling import SamplingSettings
    from ui.sampling import sampling_settings

    start = SamplingSettings(temperature=0.8, top_p=0.95, seed=7)
    st.session_state["settings"] = sampling_settings("here", start)


def test_settings_start_at_the_pages_values() -> None:
    test = AppTest.from_function(page, default_timeout=30).run()
    assert test.session_state["settings"] == SamplingSettings(0.8, 0, 0.95, 7)
    assert test.session_state["here_sampling"] is None


def test_preset_fills_the_sliders_and_keeps_the_seed() -> None:
    test = AppTest.from_function(page, default_timeout=30).run()
    for name, preset in PRESETS.items():
        test.segmented_control(key="here_sampling").set_value(name).run()
        settings = test.session_state["settings"]
        assert (settings.temperature, settings.top_n, settings.top_p) == (
            preset.temperature,
            preset.top_n,
            preset.top_p,
        )
        assert settings.seed == 7
        assert test.session_state["here_sampling"] == name


def test_slider_leaves_the_preset() -> None:
    test = AppTest.from_function(page, default_timeout=30).run()
    test.segmented_control(key="here_sampling").set_value("bold").run()
    test.slider(key="here_top_n").set_value(3).run()
    assert test.session_state["here_sampling"] is None
    assert test.session_state["settings"] == SamplingSettings(1.0, 3, 0.95, 7)


def of_two_networks() -> None:
    import streamlit as st

    from engine.sampling import PRESETS, SamplingSettings
    from ui.sampling import sampling_settings

    one = SamplingSettings(temperature=0.8, top_p=0.95, seed=7)
    start = PRESETS["post"] if st.toggle("Original", key="post") else one
    st.session_state["settings"] = sampling_settings("here", start)


def test_unchanged_settings_follow_the_network() -> None:
    test = AppTest.from_function(of_two_networks, default_timeout=30).run()
    test.toggle(key="post").set_value(True).run()
    assert test.session_state["settings"] == PRESETS["post"]
    test.number_input(key="here_seed").set_value(42).run()
    test.toggle(key="post").set_value(False).run()
    assert test.session_state["settings"] == SamplingSettings(0.8, 0, 0.95, 42)


def test_changed_settings_stay_with_another_network() -> None:
    test = AppTest.from_function(of_two_networks, default_timeout=30).run()
    test.slider(key="here_temperature").set_value(1.5).run()
    test.toggle(key="post").set_value(True).run()
    moved = test.session_state["settings"]
    assert (moved.temperature, moved.top_n, moved.top_p) == (1.5, 0, 0.95)


def test_dice_change_nothing_but_the_seed() -> None:
    test = AppTest.from_function(page, default_timeout=30).run()
    seeds = set()
    for _ in range(4):
        test.button(key="here_dice").click().run()
        settings = test.session_state["settings"]
        assert settings == SamplingSettings(0.8, 0, 0.95, settings.seed)
        seeds.add(settings.seed)
    assert len(seeds) > 1
