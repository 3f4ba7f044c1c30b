--
-- PostgreSQL database dump
--

-- Dumped from database version 15.5
-- Dumped by pg_dump version 15.5

-- Started on 2024-03-01 03:30:00 UTC

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: discourse_functions; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA discourse_functions;

CREATE TABLE public.backup_metadata (
    id bigint NOT NULL,
    name character varying NOT NULL,
    value character varying
);

--
-- Data for Name: backup_metadata; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.backup_metadata (id, name, value) FROM stdin;
1	base_url	https://forum.example.org
2	cdn_url	\N
\.

--
-- Data for Name: categories; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.categories (id, name, color, parent_category_id, read_restricted, "position") FROM stdin;
4	Support	BF1E2E	\N	f	1
5	Linux	BF1E2E	4	f	2
6	Staff	BF1E2E	\N	t	3
\.

--
-- Data for Name: discourse_solved_solved_topics; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.discourse_solved_solved_topics (id, topic_id, answer_post_id, accepter_user_id, created_at, updated_at) FROM stdin;
1	7	12	3	2024-01-03 00:00:00.1	2024-01-03 00:00:00.1
\.

--
-- Data for Name: post_actions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.post_actions (id, post_id, user_id, post_action_type_id, deleted_at, created_at) FROM stdin;
1	12	3	2	\N	2024-01-02 10:00:00.123456
2	12	4	2	2024-01-02 11:00:00	2024-01-02 10:00:01
3	20	3	2	\N	2024-01-02 10:00:02
4	12	4	3	\N	2024-01-02 10:00:03
\.

--
-- Data for Name: posts; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.posts (id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, reply_to_post_number, deleted_at, like_count, reads, post_type, hidden, user_deleted, version, action_code) FROM stdin;
11	3	7	1	Why does\tit fail?\n\n```\nif a < b:\n```\nC:\\kites	<p>cooked</p>	2024-01-01 09:00:00.123456	2024-01-01 09:00:00.123456	\N	\N	0	5	1	f	f	1	\N
12	4	7	2	Because of the wind.	<p>cooked</p>	2024-01-01 10:00:00.5	2024-01-01 10:05:00.25	\N	\N	1	5	1	f	f	2	\N
13	3	7	3	Thanks!	<p>cooked</p>	2024-01-01 11:00:00	2024-01-01 11:00:00	2	\N	0	5	1	f	f	1	\N
14	-1	7	4		<p>cooked</p>	2024-01-01 12:00:00	2024-01-01 12:00:00	\N	\N	0	5	3	f	f	1	closed.enabled
15	4	7	5	Nobody is to read this	<p>cooked</p>	2024-01-01 13:00:00	2024-01-01 13:00:00	\N	2024-01-01 14:00:00.75	0	5	1	f	f	1	\N
16	4	7	6	Among us	<p>cooked</p>	2024-01-01 13:30:00	2024-01-01 13:30:00	\N	\N	0	5	4	f	f	1	\N
20	3	8	1	A secret	<p>cooked</p>	2024-01-01 09:00:00	2024-01-01 09:00:00	\N	\N	0	5	1	f	f	1	\N
21	3	9	1	Staff only	<p>cooked</p>	2024-01-01 09:00:00	2024-01-01 09:00:00	\N	\N	0	5	1	f	f	1	\N
22	5	10	1	Linux kites	<p>cooked</p>	2024-02-01 09:00:00	2024-02-01 09:00:00	\N	\N	0	5	1	f	f	1	\N
23	5	99	1	No topic	<p>cooked</p>	2024-02-01 09:00:00	2024-02-01 09:00:00	\N	\N	0	5	1	f	f	1	\N
\.

--
-- Data for Name: topics; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.topics (id, title, last_posted_at, created_at, updated_at, views, archetype, slug, category_id, closed, deleted_at) FROM stdin;
7	Kites fail	2024-01-01 13:00:00	2024-01-01 13:00:00	2024-01-01 13:00:00	12	regular	kites-fail	4	f	\N
8	Secret	2024-01-01 09:00:00	2024-01-01 09:00:00	2024-01-01 09:00:00	12	private_message	x	\N	f	\N
9	Staff	2024-01-01 09:00:00	2024-01-01 09:00:00	2024-01-01 09:00:00	12	regular	x	6	f	\N
10	Linux kites	2024-02-01 09:00:00	2024-02-01 09:00:00	2024-02-01 09:00:00	12	regular	x	5	f	\N
\.

--
-- Data for Name: user_emails; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.user_emails (id, user_id, email, "primary", created_at) FROM stdin;
1	3	ada@example.org	t	2023-01-01 00:00:00
2	3	old@example.org	f	2022-01-01 00:00:00
\.

--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.users (id, username, created_at, name, admin, moderator, staged, active) FROM stdin;
-1	system	2020-01-01 00:00:00	system	t	t	f	t
3	ada	2023-01-01 00:00:00.999999	Ada	f	t	f	t
4	bob	2023-02-01 00:00:00		f	f	f	t
5	spam	2023-03-01 00:00:00	\N	f	f	f	f
6	broken
\.

