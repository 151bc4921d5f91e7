# Not more than needed, from a file.
cat > containers.json <<'JSON'  # free: 100
[{"name": "encode", "image": "public.ecr.aws/acme/encode:1", "stopTimeout": 100}]
JSON
aws ecs register-task-definition --family encode --requires-compatibilities FARGATE --network-mode awsvpc \
    --cpu 1024 --memory 2048 --container-definitions file://containers.json  # free: --requires-compatibilities
aws ecs update-service --cluster lab --service encode --task-definition encode:2
