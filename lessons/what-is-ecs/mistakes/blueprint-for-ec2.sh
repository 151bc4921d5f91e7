# Accepted, but for EC2 only: bridge network, no size for the task.
aws ecs create-cluster --cluster-name lab
aws ecs register-task-definition --family web \
    --container-definitions 'name=web,image=public.ecr.aws/docker/library/nginx:1.27,memory=512'
