# The same definition, written as options instead of a file.
aws ecs register-task-definition --family web \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions 'name=web,image=public.ecr.aws/docker/library/nginx:1.27,portMappings=[{containerPort=80}]'  # free: --requires-compatibilities 80
aws ecs create-cluster --cluster-name lab
